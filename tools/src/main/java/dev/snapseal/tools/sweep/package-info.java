/// Searching every byte of files and disks for what can be read, trusting no pointer.
///
/// Begin at [dev.snapseal.tools.sweep.Sweep]. Detectors see windows of bytes and know nothing of
/// files.
package dev.snapseal.tools.sweep;
