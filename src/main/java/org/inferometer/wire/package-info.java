/**
 * The wire: encodes requests, carries them, stamps what comes back, and decodes it afterwards.
 *
 * <p>On the clock only the least is done: a request is written by the thread that starts it, an
 * answer is read by one I/O thread that stamps each read and keeps its bytes; with TLS it decrypts
 * them after the stamp, and a request is encrypted before that of its start. Events, JSON, token
 * counts and outcomes are worked out later from those bytes.
 */
package org.inferometer.wire;
