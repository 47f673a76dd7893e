/**
 * The independent examiner: computes every number of a run directory anew, from its raw records and
 * the definitions alone. It shares no code with what it examines.
 */
package org.inferometer.examiner;
