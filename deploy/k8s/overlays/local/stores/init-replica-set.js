// Run by MongoDB's own startup probe or health check. Safe to run again: a set that exists is left
// alone. Ends with an error, so that the probe is asked again, while the node is not yet primary.
try {
  rs.status();
} catch (error) {
  if (error.codeName !== "NotYetInitialized") throw error;
  rs.initiate({ _id: "rs0", members: [{ _id: 0, host: process.env.REPLICA_SET_HOST }] });
}
if (!db.hello().isWritablePrimary) throw new Error("not primary yet");
