/// Kubernetes objects as the API server stores them; see
/// [dev.snapseal.testdata.kubernetes.StoredObject].
package dev.snapseal.testdata.kubernetes;
