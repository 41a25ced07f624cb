/// One transformer per provider, and the connection to a plugin that workers share. Not for other
/// modules.
package dev.snapseal.crypto.internal;
