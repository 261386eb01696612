/** The verbs around a run: init, config, validate, completion, man, version. */
package io.millrace.cli.setup;
