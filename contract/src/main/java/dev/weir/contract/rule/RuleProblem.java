package dev.weir.contract.rule;

/**
 * Why a rule can't be used.
 *
 * @param rule its place in the contract's list, from 0
 * @param line in the rule's text, from 1
 * @param column in that line, from 1
 */
public record RuleProblem(int rule, int line, int column, String message) {}
