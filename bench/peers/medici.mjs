// medici 7, Node's best-known ledger on MongoDB: entries a second, unchecked and balance-checked.
//
//     node medici.mjs MONGO_URL [SECONDS] [CALLERS]
//
// Writes into a database of its own and drops it. The check is the one that medici's documentation
// recommends: entry, balance and write lock in one transaction. Balance snapshots are off, which is
// faster here: with them medici walks all entries since the account's snapshot, everybody's.
// Prints one JSON object: entries_per_s of both, refused and failed calls.
import { randomInt } from 'node:crypto';
import { Book, initModels, mongoTransaction } from 'medici';
import mongoose from 'mongoose';

const ACCOUNTS = 5_000;
const EARNED = 1_000;
const WARM_S = 2;

const [url, seconds = '5', callers = '64'] = process.argv.slice(2);
if (!url) {
  console.error('usage: node medici.mjs MONGO_URL [SECONDS] [CALLERS]');
  process.exit(2);
}

const book = new Book('tessera', { balanceSnapshotSec: 0 });
const earned = new Set();
const account = (number) => `Members:mem_${number}`;

// Points for a member, out of what the house issues. No balance is looked at.
async function earn() {
  const number = randomInt(ACCOUNTS);
  await book.entry('earn').debit('House:Issued', EARNED).credit(account(number), EARNED).commit();
  earned.add(number);
}

// Points spent by a member who has them.
async function spend(numbers) {
  const member = account(numbers[randomInt(numbers.length)]);
  await mongoTransaction(async (session) => {
    await book.entry('spend').debit(member, 1).credit('House:Redeemed', 1).commit({ session });
    const { balance } = await book.balance({ account: member }, { session });
    if (balance < 0) throw new Error('not enough points');
    await book.writelockAccounts([member], { session });
  });
}

// Entries a second by so many callers at once, and how many calls failed.
async function measure(write, lasting_s) {
  let written = 0;
  let failed = 0;
  const began = performance.now();
  const until = began + lasting_s * 1_000;
  const caller = async () => {
    while (performance.now() < until) {
      try {
        await write();
        written += 1;
      } catch {
        failed += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: Number(callers) }, caller));
  return { perSecond: (written * 1_000) / (performance.now() - began), failed };
}

await mongoose.connect(url, {
  dbName: `bench_medici_${process.pid}`,
  maxPoolSize: Number(callers),
  autoIndex: false,
});
try {
  await initModels();
  await Promise.all(Object.values(mongoose.models).map((model) => model.createIndexes()));
  await measure(earn, WARM_S);
  const unchecked = await measure(earn, Number(seconds));
  const numbers = [...earned];
  await measure(() => spend(numbers), WARM_S);
  const checked = await measure(() => spend(numbers), Number(seconds));
  console.log(
    JSON.stringify({
      unchecked_entries_per_s: Math.round(unchecked.perSecond),
      checked_entries_per_s: Math.round(checked.perSecond),
      failed_calls: unchecked.failed + checked.failed,
      callers: Number(callers),
      seconds: Number(seconds),
    }),
  );
} finally {
  await mongoose.connection.dropDatabase();
  await mongoose.disconnect();
}
