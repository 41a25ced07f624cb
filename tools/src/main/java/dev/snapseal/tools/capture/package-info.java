/// A backup taken from a live etcd that is never written as it comes: checked and audited in
/// memory, encrypted and sealed before it gets its name. Start at
/// [dev.snapseal.tools.capture.SnapshotCapture].
package dev.snapseal.tools.capture;
