/// What a read of a whole backup finds at one revision. Start at
/// [dev.snapseal.tools.state.LiveRecords].
package dev.snapseal.tools.state;
