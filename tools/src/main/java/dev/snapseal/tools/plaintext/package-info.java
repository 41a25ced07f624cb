/// Plaintext objects of Kubernetes known by their first bytes, wherever they stand.
package dev.snapseal.tools.plaintext;
