/** The verb doctor: checks the machine, and tries what a job takes of its memory. */
package io.millrace.cli.doctor;
