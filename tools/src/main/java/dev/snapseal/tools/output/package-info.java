/// How a command writes the file that it makes: whole under its final name, or not at all.
///
/// Start at [dev.snapseal.tools.output.OutputFile]. Nothing here knows what is written.
package dev.snapseal.tools.output;
