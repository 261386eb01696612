/** The program's entry: reads the words of the command line and calls a verb. */
package io.millrace.cli;
