/// The client of Kubernetes' KMS plugins: gRPC over a unix socket, API generations v1 and v2.
///
/// Start at [UnixSocketKmsPlugin]. gRPC is loaded when a plugin is first asked, not before: most
/// runs need no plugin.
package dev.snapseal.tools.kms;
