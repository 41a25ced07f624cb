/// Turns the objects of a backup into manifests that `kubectl apply` takes. Start at
/// [dev.snapseal.tools.export.BackupExport].
package dev.snapseal.tools.export;
