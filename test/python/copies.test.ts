import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isCopy } from "../../src/python/model/copies.js";

const NOWHERE = { isFile: () => false };
const EVERYWHERE = { isFile: () => true };

describe("a file that was put away", () => {
  for (const path of [
    "checkpoints/CHECKPOINT_16_PHASE_FIX_20300731_032116/handlers/orders.py",
    "backup_20300131/shop/bus.py",
    "shop/backup-2030-01-31/bus.py",
    "2030-01-31_backup/bus.py",
    "bus_old_2030_01_31.py",
    "snapshot.20300131/bus.py",
  ])
    it(`is a copy by the day in ${path}, also in a package`, () => {
      assert.deepEqual(
        [isCopy(path, NOWHERE), isCopy(path, { isFile: (file) => file.startsWith("shop/") })],
        [true, true],
      );
    });

  for (const path of [
    "old_bot/bus.py",
    "shop/src_backup/bus.py",
    "backup_before_merge/bus.py",
    "archive_v1/bus.py",
    "_ARCHIVE_2030/sim/bus.py",
    "backups/bus.py",
  ])
    it(`is a copy by the folder in ${path}, unless that is a package`, () => {
      assert.deepEqual([isCopy(path, NOWHERE), isCopy(path, EVERYWHERE)], [true, false]);
    });

  for (const path of [
    "checkpoints/saver.py",
    "shop/backup_service/run.py",
    "shop/stats_backup.py",
    "migrations/2030_01_31_archive_orders.py",
    "migrations/20300131_old_column.py",
    "shop/threshold_20300131.py",
    "shop/snapshot_20301399/x.py",
    "shop/golden_hour/x.py",
    "shop/snapshots/x.py",
    "libs/checkpoint/saver.py",
    "shop/restore_from_backup.py",
  ])
    it(`is none by the name ${path}`, () => {
      assert.equal(isCopy(path, NOWHERE), false);
    });
});
