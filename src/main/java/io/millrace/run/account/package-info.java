/** What a run makes known of itself: failures and their kinds, the error budget, the list of runs, the report. */
package io.millrace.run.account;
