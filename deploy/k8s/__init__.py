"""The suite in a cluster: kustomize manifests, and the check that reads them as rendered."""
