/** The verbs that look at what runs have left: errors, explain, runs, report, search, journal. */
package io.millrace.cli.inspect;
