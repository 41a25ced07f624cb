/// What a command gathers, beside its result, to draw a picture of it: a map of a file's bytes and
/// counts along the revisions. Numbers only; how they look is up to [dev.snapseal.tools.report].
///
/// Start at [dev.snapseal.tools.chart.ByteMapCollector].
package dev.snapseal.tools.chart;
