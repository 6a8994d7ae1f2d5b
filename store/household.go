package store

// HouseholdID names a household, in the same form as a ClientRef with "H-" before it.
type HouseholdID string
