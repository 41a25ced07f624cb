/// The record in which k3s and RKE2 keep a cluster's certificates and encryption keys inside etcd,
/// sealed with the server token. Start at [dev.snapseal.crypto.bootstrap.BootstrapRecord].
package dev.snapseal.crypto.bootstrap;
