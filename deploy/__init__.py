"""How the suite is started: on one machine (`local`) and in a cluster (`k8s`)."""
