// Run by the startup probe until it succeeds. Safe to run again: a set that exists is left alone.
// Ends with an error, so that the probe is asked again, while the node is not yet primary.
// The full name stands in the pod's /etc/hosts, so the node finds itself without DNS.
const host = "mongodb-0.mongodb.tessera.svc.cluster.local:27017";
try {
  rs.status();
} catch (error) {
  if (error.codeName !== "NotYetInitialized") throw error;
  rs.initiate({ _id: "rs0", members: [{ _id: 0, host }] });
}
if (!db.hello().isWritablePrimary) throw new Error("not primary yet");
