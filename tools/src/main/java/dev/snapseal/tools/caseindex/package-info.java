/// A case: an index over many backups, on disk. Start at [dev.snapseal.tools.caseindex.CaseIndex];
/// how it lies on disk says [dev.snapseal.tools.caseindex.CaseLayout].
package dev.snapseal.tools.caseindex;
