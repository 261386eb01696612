/** The verbs that do work: run, try, plan, demo, retry. */
package io.millrace.cli.run;
