/**
 * Temporary files in a folder that only this user may enter: nobody can exchange them, and nothing is left of a killed
 * process.
 */
package io.millrace.scratch;
