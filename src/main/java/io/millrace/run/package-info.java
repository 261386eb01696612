/** One run of one job, from its settings to its summary: what is opened in which order, what is said, how it ends. */
package io.millrace.run;
