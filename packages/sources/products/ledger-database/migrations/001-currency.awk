# Amounts say which currency they are in; everything before 24.6 was in pounds.
NR == 1 { done = /,currency(,|$)/ }
done { print; next }
{ print $0 (NR == 1 ? ",currency" : ",GBP") }
