/** Options and arguments that several verbs share. */
package io.millrace.cli.option;
