;;; churn.el --- Eglot on churn.py: flymake shows the findings, a hover, a quick fix that applies  -*- lexical-binding: t -*-
;; Run as: emacs --batch -l churn.el churn.py   with HELDOUT_COMMAND (one argument a line).  Prints JSON, one object.
(require 'json)
(require 'package)
(package-initialize)
(require 'python)
(require 'eglot)
(require 'flymake)

(defvar heldout-patience 20)

(defun heldout-wait (done)
  "Let the connection be read until DONE gives something, and return it."
  (let ((end (+ (float-time) heldout-patience)) value)
    (while (and (not (setq value (funcall done))) (< (float-time) end))
      (accept-process-output nil 0.02))
    value))

(defun heldout-rules ()
  "The rules that flymake shows, sorted."
  (sort (delq nil (mapcar (lambda (diagnostic)
                            (let ((text (flymake-diagnostic-text diagnostic)))
                              (when (string-match "[a-z]+-[a-z-]*[a-z]" text) (heldout-code diagnostic))))
                          (flymake-diagnostics)))
        #'string<))

(defun heldout-code (diagnostic)
  "The rule of DIAGNOSTIC, from what the server sent."
  (plist-get (alist-get 'eglot-lsp-diag (flymake-diagnostic-data diagnostic)) :code))

(defun heldout-find (rule)
  "The finding of RULE."
  (seq-find (lambda (diagnostic) (equal (heldout-code diagnostic) rule)) (flymake-diagnostics)))

(defun heldout-report ()
  "Open the file, look, fix, look again."
  (let* ((inhibit-message t)
         (eglot-sync-connect heldout-patience)
         (eglot-confirm-server-initiated-edits nil)
         (flymake-no-changes-timeout 0.05)
         (eglot-send-changes-idle-time 0.02)
         (command (split-string (getenv "HELDOUT_COMMAND") "\n" t))
         (eglot-server-programs `((python-mode . ,command))))
    (find-file (car (last command-line-args)))
    (python-mode)
    (eglot '(python-mode) (project-current-or-here) 'eglot-lsp-server command "python")
    (heldout-wait (lambda () (flymake-diagnostics)))
    (let* ((server (eglot-current-server))
           (rules (heldout-rules))
           (finding (heldout-find "seed-missing-split"))
           (beg (flymake-diagnostic-beg finding))
           (end (flymake-diagnostic-end finding))
           (hover (progn (goto-char beg)
                         (plist-get (jsonrpc-request server :textDocument/hover (eglot--TextDocumentPositionParams))
                                    :contents)))
           (actions (append (jsonrpc-request
                             server :textDocument/codeAction
                             (list :textDocument (eglot--TextDocumentIdentifier)
                                   :range (list :start (eglot--pos-to-lsp-position beg)
                                                :end (eglot--pos-to-lsp-position end))
                                   :context (list :diagnostics [] :only ["quickfix"])))
                            nil))
           (fix (seq-find (lambda (action) (string-match "random_state" (plist-get action :title))) actions)))
      (unless (plist-get fix :edit)
        (setq fix (jsonrpc-request server :codeAction/resolve fix)))
      (eglot--apply-workspace-edit (plist-get fix :edit))
      (eglot--signal-textDocument/didChange)
      (heldout-wait (lambda () (and (flymake-diagnostics) (not (heldout-find "seed-missing-split")))))
      (prog1 (list :rules (vconcat rules)
                   :hover (if (stringp hover) hover (plist-get hover :value))
                   :actions (vconcat (mapcar (lambda (action) (plist-get action :title)) actions))
                   :after (vconcat (heldout-rules))
                   :text (buffer-substring-no-properties (point-min) (point-max)))
        (set-buffer-modified-p nil)
        (eglot-shutdown server nil 5)))))

(defun project-current-or-here ()
  "A project, so that Eglot does not ask."
  (or (project-current) (cons 'transient default-directory)))

(princ (json-encode (condition-case problem (heldout-report) (error (list :error (format "%S" problem))))))
(terpri)
