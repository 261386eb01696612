/**
 * A checked plan, and the plan running. The pipeline connects a source, stages of steps and a writer by links, lets in
 * as many items as it may, and closes each item's ticket only after its output is visible and recorded:
 *
 * <pre>
 * Source --demand--> Intake --Link--> step xN --Link--> ... --Link--> write xN --Link--> ledger
 *    ^                                  | failed and empty parts -------^                  |
 *    +---- request(1) <---- ticket closes <---- recorded in the books <--------------------+
 * </pre>
 */
package io.millrace.engine.pipeline;
