/** HOCON to checked records: unknown keys are errors with file, line and a suggestion, and all problems come at once. */
package io.millrace.config;
