/// Every rule of the format broken once: named damaged files, named sound ones, and what bbolt says
/// of each.
///
/// Start with [dev.snapseal.testdata.damage.DamagedSnapshots].
package dev.snapseal.testdata.damage;
