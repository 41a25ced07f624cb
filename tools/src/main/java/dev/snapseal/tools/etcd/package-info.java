/// A running etcd, asked over the network with jetcd: the only package that knows it. Start at
/// [dev.snapseal.tools.etcd.LiveEtcd].
package dev.snapseal.tools.etcd;
