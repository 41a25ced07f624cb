/// What Kubernetes stores in etcd: which object a key names, and the object that a decrypted value
/// holds.
///
/// Start at [KubernetesKeyReader] for keys, at [IdentityCheck] for the question whether a value
/// belongs to its key, and at [ObjectDecoder] for whole objects. Every value is taken for hostile:
/// work and memory are bounded by its size, and what breaks a rule is a declared exception.
package dev.snapseal.tools.kubernetes;
