-- Goes through what somebody does who writes a bug across two files: run by test/clients/editors.test.ts in a directory with both.
local command = vim.split(vim.env.SCARLINT_COMMAND, "\n")

local function wait(what, holds)
  assert(vim.wait(120000, holds, 50), "it never came to this: " .. what)
  print("ok " .. what .. "\n")
end

local function text(buffer)
  return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\n")
end

local function open(file)
  vim.cmd("edit " .. file)
  return vim.api.nvim_get_current_buf()
end

local function act(buffer, title)
  vim.ui.select = function(items, _, choose)
    for _, item in ipairs(items) do
      local action = item.action or item[2]
      if action.title:find(title, 1, true) then
        return choose(item)
      end
    end
    error("there is no action '" .. title .. "': " .. vim.inspect(items))
  end
  vim.api.nvim_set_current_buf(buffer)
  vim.api.nvim_win_set_cursor(0, { 5, 4 })
  vim.lsp.buf.code_action()
end

local function go()
  vim.o.hidden = true
  local client = open("client.py")
  local user = open("user.py")
  local id = vim.lsp.start_client({ name = "scarlint", cmd = command, root_dir = vim.fn.getcwd() })
  for _, buffer in ipairs({ client, user }) do
    vim.lsp.buf_attach_client(buffer, id)
  end
  local function found()
    return vim.diagnostic.get(user)
  end

  vim.api.nvim_buf_set_lines(client, 0, 1, false, { "async def fetch():" })
  wait("a bug across two files in a buffer that is not saved", function()
    return #found() == 1 and found()[1].code == "asyncio/forgotten-await"
  end)

  local related = found()[1].user_data.lsp.relatedInformation
  vim.lsp.util.jump_to_location(related[1].location, "utf-16")
  wait("its related place", function()
    return vim.api.nvim_get_current_buf() == client and vim.api.nvim_win_get_cursor(0)[1] == 1
  end)

  act(user, "Await 'fetch'")
  wait("a fix", function()
    return text(user):find("await fetch()", 1, true) and #found() == 0
  end)

  vim.api.nvim_set_current_buf(user)
  vim.cmd("undo")
  wait("the bug again", function()
    return #found() == 1
  end)
  act(user, "Silence asyncio/forgotten-await here")
  wait("a suppression", function()
    return text(user):find("# scarlint: ignore[asyncio/forgotten-await]", 1, true) and #found() == 0
  end)

  vim.cmd("undo")
  wait("the bug once more", function()
    return #found() == 1
  end)
  vim.api.nvim_buf_set_lines(client, 0, 1, false, { "def fetch():" })
  wait("nothing once it is mended", function()
    return #found() == 0
  end)
end

local ok, failure = pcall(go)
if not ok then
  print("failed: " .. tostring(failure) .. "\n")
  vim.cmd("cquit 1")
end
vim.cmd("qall!")
