/// Finds what is left of a damaged backup, by its pages and by the form of what is on them, and
/// says what is gone. Start at [dev.snapseal.snapshot.salvage.SalvagedBackup].
///
/// What a valid meta page leads to is *reached*. Where a page of that tree is gone, what was below
/// it may survive: leaves that nothing leads to any more, beside old images of others, which bbolt
/// leaves on free pages. [RecordJudge][dev.snapseal.snapshot.salvage.RecordJudge] tells them apart:
/// records that the newest tree must have deleted are *free*, all others *orphaned*.
package dev.snapseal.snapshot.salvage;
