/// Every revision of one key that a backup holds. Start at
/// [dev.snapseal.tools.history.HistoryReader].
package dev.snapseal.tools.history;
