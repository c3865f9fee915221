"""Starting the suite: on one machine (`local`) and in a cluster (`k8s`)."""
