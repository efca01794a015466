/** A program whose bug is in neither of its files alone. */
export const PROGRAM = {
  "shop/pool.py": 'def start():\n    print("started")\n',
  "app.py":
    "import asyncio\nfrom shop.pool import start\n\nasync def main():\n    await asyncio.create_task(start())\n",
};
