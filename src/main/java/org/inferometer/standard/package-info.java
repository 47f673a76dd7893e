/**
 * The instrument's own standard: a server that writes every token at a known time, in any form and
 * with any fault that a real one could have, and a log of when it really did.
 */
package org.inferometer.standard;
