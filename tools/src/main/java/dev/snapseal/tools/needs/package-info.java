/// What a restore of a backup takes, and which of it is at hand. Start at
/// [dev.snapseal.tools.needs.RestoreNeeds].
package dev.snapseal.tools.needs;
