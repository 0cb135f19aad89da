// Leads to the summary of errors as soon as the page is there.
document.querySelector("[data-summary]")?.focus();
