/// What etcd puts into the buckets of its backend, version by version.
///
/// Start with [dev.snapseal.testdata.etcd.EtcdBuilder].
package dev.snapseal.testdata.etcd;
