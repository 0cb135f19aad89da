// Shows and hides a password; without this script its button stays hidden.
for (const button of document.querySelectorAll("[data-reveals]")) {
  const input = document.getElementById(button.dataset.reveals);
  button.hidden = false;
  const turn = (shown) => {
    input.type = shown ? "text" : "password";
    button.textContent = shown ? button.dataset.hide : button.dataset.show;
  };
  button.addEventListener("click", () => turn(input.type === "password"));
  // A password manager keeps only what is sent from a password control.
  input.form.addEventListener("submit", () => turn(false));
}
