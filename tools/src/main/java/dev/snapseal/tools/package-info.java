/// The program: what the command line starts. Begin at [dev.snapseal.tools.Main].
package dev.snapseal.tools;
