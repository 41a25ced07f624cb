/// The report that one hands over: a single HTML page that needs neither network nor scripts.
///
/// A command fills a [dev.snapseal.tools.report.html.HtmlReport]; nothing here knows which one it
/// was. [dev.snapseal.tools.report.html.HtmlPage] makes the page of it.
package dev.snapseal.tools.report.html;
