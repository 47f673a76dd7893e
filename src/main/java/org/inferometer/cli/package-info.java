/**
 * One command line: arguments in, exit code out. Each command reads its arguments, calls one room,
 * and turns what that throws into a sentence.
 */
package org.inferometer.cli;
