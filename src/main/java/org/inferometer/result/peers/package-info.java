/**
 * What other load generators would print of a trial, by their own formulas: {@link
 * org.inferometer.result.peers.Peers}.
 */
package org.inferometer.result.peers;
